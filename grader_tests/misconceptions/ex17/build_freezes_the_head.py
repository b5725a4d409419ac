"""The whole model is frozen.

caught_by: test_build_transfer, test_backbone_stays_in_evaluation_mode, test_fit_head_learns
explanation: A frozen head cannot learn anything. Freeze the backbone before the head is put on it.
"""


def build_transfer(backbone, num_features, num_classes):
    model = nn.Sequential(backbone, head_for("multiclass", num_features, num_classes))
    freeze(model)
    return model
