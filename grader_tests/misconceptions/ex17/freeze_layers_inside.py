"""A module is the layers that it has.

caught_by: test_frozen_buffers
explanation: A module can have parameters and a mode of its own besides its layers, and it can be a
    single layer. Treat the module itself like the ones inside: `modules()` lists both, `children()`
    only those directly inside.
"""


def freeze(module):
    for layer in module.children():
        layer.requires_grad_(False)
        layer.eval()
        layer.train = lambda mode=True, layer=layer: layer
