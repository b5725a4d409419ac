"""Recognizes known misconceptions in what a submission does."""
