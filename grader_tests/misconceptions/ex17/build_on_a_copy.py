"""A copy keeps the original safe.

caught_by: test_build_transfer, test_backbone_stays_in_evaluation_mode
explanation: A backbone can be large, and a frozen one is safe already. Put the backbone itself into
    the model.
"""

import copy


def build_transfer(backbone, num_features, num_classes):
    backbone = copy.deepcopy(backbone)
    freeze(backbone)
    return nn.Sequential(backbone, head_for("multiclass", num_features, num_classes))
