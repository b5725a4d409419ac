"""The model should give probabilities.

caught_by: test_build_transfer
explanation: `F.cross_entropy` applies softmax itself. The model returns logits: the backbone, the
    head, nothing else.
"""


def build_transfer(backbone, num_features, num_classes):
    freeze(backbone)
    return nn.Sequential(backbone, head_for("multiclass", num_features, num_classes), nn.Softmax(dim=1))
