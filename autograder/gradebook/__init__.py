"""The gradebook: nbgrader's own, behind three verbs. `open_gradebook(course)`, then prepare, record, scores.

Importing this package imports neither nbgrader nor SQLAlchemy; opening a gradebook does.
"""

from autograder.gradebook.book import Gradebook, open_gradebook
from autograder.gradebook.entries import Learner, Marks, Score

__all__ = ["Gradebook", "Learner", "Marks", "Score", "open_gradebook"]
