"""The tools of a course's author: stubs out of solutions, and the proof that a suite is fair and strict."""
