"""A simulated accelerator: a device on which torch computes with the CPU's numbers and the GPU's rules.

`switch.simulated()` is the way in; docs/accelerator.md says what is modelled. Importing the package costs
nothing: torch learns of the device when it is first switched on.
"""
