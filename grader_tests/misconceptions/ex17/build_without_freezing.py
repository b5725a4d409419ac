"""Only the head is trained, so nothing needs to be frozen.

caught_by: test_build_transfer, test_backbone_stays_in_evaluation_mode, test_fit_head_learns
explanation: Gradients reach the backbone all the same, and in training mode its buffers change with
    each batch. Freeze it.
"""


def build_transfer(backbone, num_features, num_classes):
    return nn.Sequential(backbone, head_for("multiclass", num_features, num_classes))
