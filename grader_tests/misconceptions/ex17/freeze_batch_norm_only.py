"""Only batch normalization has running statistics.

caught_by: test_frozen_buffers, test_backbone_stays_in_evaluation_mode
explanation: Any layer can have buffers that change in training mode. Keep the whole module in
    evaluation mode, whatever is in it.
"""


def freeze(module):
    module.requires_grad_(False)
    for layer in module.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.eval()
            layer.train = lambda mode=True, layer=layer: layer
