"""`grade watch` grades whenever a file is saved, `grade all --watch` whenever one is handed in."""
