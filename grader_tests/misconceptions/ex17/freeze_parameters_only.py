"""What has no gradient cannot change.

caught_by: test_frozen_buffers, test_backbone_stays_in_evaluation_mode
explanation: Buffers have no gradient either, and still change: in training mode batch normalization
    updates its running statistics with each batch. A frozen module has to stay in evaluation mode.
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
