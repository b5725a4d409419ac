"""Many submissions: find them, grade them in parallel, write what came out."""
