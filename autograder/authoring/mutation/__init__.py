"""Mutants: wrong solutions made by a program, each with one small change, which a strict suite finds out."""
