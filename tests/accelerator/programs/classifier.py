"""A classifier as tutorials write it: argparse, --no-cuda, pinned batches, a scheduler, a checkpoint."""

import argparse
import os

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--no-cuda", action="store_true")
parser.add_argument("--checkpoint")
args = parser.parse_args()
use_cuda = not args.no_cuda and torch.cuda.is_available()

torch.manual_seed(1)
if use_cuda:
    torch.cuda.manual_seed_all(1)
device = torch.device("cuda" if use_cuda else "cpu")
loader_options = {"num_workers": 1, "pin_memory": True} if use_cuda else {}


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.fc = nn.Linear(4 * 3 * 3, 3)
        self.register_buffer("scale", torch.tensor(2.0))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm(self.conv(x))), 2)
        return F.log_softmax(self.fc(torch.flatten(x, 1)) * self.scale, dim=1)


images, targets = torch.randn(24, 1, 8, 8), torch.randint(0, 3, (24,))
loader = DataLoader(TensorDataset(images, targets), batch_size=8, **loader_options)
model = Net().to(device)
optimizer = optim.Adadelta(model.parameters(), lr=1.0)
scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
losses = []
for _ in range(2):
    model.train()
    for data, target in loader:
        data, target = data.to(device, non_blocking=True), target.to(device, non_blocking=True)
        optimizer.zero_grad()
        loss = F.nll_loss(model(data), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    scheduler.step()
model.eval()
correct = 0
with torch.no_grad():
    for data, target in loader:
        prediction = model(data.to(device)).argmax(dim=1, keepdim=True)
        correct += prediction.eq(target.to(device).view_as(prediction)).sum().item()
torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, args.checkpoint)

loaded = torch.load(args.checkpoint, map_location=device)
again = Net().to(device)
again.load_state_dict(loaded["model"])
optimizer.load_state_dict(loaded["optimizer"])
again.eval()
assert torch.equal(again(images.to(device)), model(images.to(device)))
os.remove(args.checkpoint)
result = {"losses": losses, "correct": correct, "device": next(model.parameters()).device.type}
