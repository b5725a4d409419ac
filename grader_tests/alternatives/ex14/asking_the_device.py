"""Whether a device is there is found out by putting a number on it; totals are one tensor on the device."""

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def _works(name):
    try:
        torch.zeros(1, device=name)
    except Exception:
        return False
    return True


def pick_device(prefer=None):
    if prefer is not None:
        if not _works(prefer):
            raise ValueError(f"this machine has no {prefer!r}")
        return torch.device(prefer)
    for name in ("cuda", "mps"):
        if _works(name):
            return torch.device(name)
    return torch.device("cpu")


class _Mode:
    def __init__(self, model):
        self.model = model

    def __enter__(self):
        self.flags = [module.training for module in self.model.modules()]
        self.model.train(False)

    def __exit__(self, *_):
        for module, flag in zip(self.model.modules(), self.flags, strict=True):
            module.training = flag
        return False


def _batch_totals(logits, labels):
    losses = F.cross_entropy(logits, labels, reduction="none").detach()
    return torch.stack(
        [losses.sum(), (logits.argmax(-1) == labels).to(losses.dtype).sum(), losses.new_tensor(len(labels))]
    )


def evaluate(model, loader, device):
    totals = None
    with _Mode(model), torch.no_grad():
        for inputs, labels in loader:
            inputs = torch.as_tensor(inputs, device=device)
            labels = torch.as_tensor(labels, device=device)
            new = _batch_totals(model(inputs), labels)
            totals = new if totals is None else totals + new
    loss, hits, count = totals.cpu().numpy()
    return {"loss": float(loss / count), "accuracy": float(hits / count)}


def predict_all(model, loader, device):
    with _Mode(model), torch.no_grad():
        return torch.cat([model(batch[0].to(device)) for batch in loader]).cpu().max(dim=1).indices


def fit_on(model_fn, train_set, device, epochs, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = model_fn().to(device)
        loader = DataLoader(train_set, batch_size=64, shuffle=True)
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        for _ in range(epochs):
            model.train()
            for inputs, labels in loader:
                loss = F.cross_entropy(model(inputs.to(device)), labels.to(device))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return model
