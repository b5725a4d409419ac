"""Without momentum the statistics stay.

caught_by: test_frozen_buffers, test_backbone_stays_in_evaluation_mode
explanation: The running mean and variance stay, but the counter `num_batches_tracked` goes on, and
    other layers with buffers too. Keep the whole module in evaluation mode.
"""


def freeze(module):
    module.requires_grad_(False)
    for layer in module.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.momentum = 0.0
