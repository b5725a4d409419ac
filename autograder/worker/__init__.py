"""The only code that shares a process with learner code, and its client.

Inside the worker run `zygote`, `sandbox` (with its layers), `host` and `lab`; outside, in the grader,
`client` and `submission`. `wire` and `values` are spoken by both sides. What runs inside imports nothing of
the grader.
"""
