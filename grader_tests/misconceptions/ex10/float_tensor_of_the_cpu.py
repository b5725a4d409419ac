"""torch.FloatTensor means float32.

caught_by: test_networks_on_a_gpu
explanation: torch.FloatTensor is the type of float32 tensors on the CPU, so x.type(torch.FloatTensor)
    takes the batch back from the GPU. x.float() changes the dtype and nothing else; here x is float32 already.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class SimpleNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = x.type(torch.FloatTensor)
        return self.fc2(F.relu(self.fc1(x)))
