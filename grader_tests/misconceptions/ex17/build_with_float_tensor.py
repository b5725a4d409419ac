"""torch.FloatTensor means float32.

caught_by: test_transfer_on_a_gpu
explanation: torch.FloatTensor is the type of float32 tensors on the CPU, so .type(torch.FloatTensor) takes
    the features back from the GPU, where the head waits for them. Features are float32 already; if not: .float().
"""

import torch
from torch import nn


class Transfer(nn.Module):
    def __init__(self, backbone: nn.Module, num_features: int, num_classes: int) -> None:
        super().__init__()
        freeze(backbone)
        self.backbone = backbone
        self.head = head_for("multiclass", num_features, num_classes)

    def forward(self, x):
        features = self.backbone(x).type(torch.FloatTensor)
        return self.head(features)


def build_transfer(backbone: nn.Module, num_features: int, num_classes: int) -> nn.Module:
    return Transfer(backbone, num_features, num_classes)
