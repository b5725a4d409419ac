"""eval() is called once and for all.

caught_by: test_frozen_buffers, test_backbone_stays_in_evaluation_mode
explanation: `train()` of a model sets the mode of all of its parts, so it also ends the evaluation
    mode of the frozen one. `train` of the frozen module must not do that.
"""


def freeze(module):
    module.requires_grad_(False)
    module.eval()
