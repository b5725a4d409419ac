"""`grade watch`: grades whenever a file is saved."""
