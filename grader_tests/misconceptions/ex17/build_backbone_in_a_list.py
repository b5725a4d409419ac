"""In a plain list the backbone is out of the optimizer's way.

caught_by: test_build_transfer, test_backbone_stays_in_evaluation_mode
explanation: What is in a plain list is no part of the model: `state_dict()`, `to(device)` and
    `modules()` pass it by. Keep it as an attribute, and freeze it.
"""


class Transfer(nn.Module):
    def __init__(self, backbone, head):
        super().__init__()
        self.backbone, self.head = [backbone], head

    def forward(self, x):
        return self.head(self.backbone[0](x))


def build_transfer(backbone, num_features, num_classes):
    freeze(backbone)
    return Transfer(backbone, head_for("multiclass", num_features, num_classes))
