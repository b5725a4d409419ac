"""What this machine has and lacks for grading, and how to mend what does not work."""
