"""Batches are walked by torch's own tree functions; the device is asked of torch.accelerator."""

import torch
import torch.nn.functional as F
from torch.utils import _pytree as pytree


def pick_device(prefer=None):
    if prefer is None:
        current = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
        return current if current is not None and current.type in ("cuda", "mps") else torch.device("cpu")
    gpus = [f"cuda:{number}" for number in range(torch.cuda.device_count())]
    present = ["cpu", "cpu:0", *gpus, *(["cuda"] if gpus else [])]
    if torch.backends.mps.is_available():
        present += ["mps", "mps:0"]
    if str(prefer) not in present:
        raise ValueError(f"no device {prefer}")
    return torch.device(prefer)


def to_device(batch, device):
    return pytree.tree_map(
        lambda leaf: leaf.to(device, non_blocking=True) if torch.is_tensor(leaf) else leaf, batch
    )


def train_epoch(model, loader, optimizer, device):
    model.train()
    losses, hits, count = [], [], 0
    for batch in loader:
        x, y = to_device(tuple(batch), device)
        optimizer.zero_grad()
        logits = model(x)
        loss = F.cross_entropy(logits, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach().mul(len(y)))
        hits.append(logits.detach().argmax(1).eq(y))
        count += len(y)
    return {
        "loss": float(torch.stack(losses).sum()) / count,
        "accuracy": float(torch.cat(hits).float().mean()),
    }
