"""Grading on several machines with Ray: `grade all --ray`. Of this project, this package alone knows Ray."""
