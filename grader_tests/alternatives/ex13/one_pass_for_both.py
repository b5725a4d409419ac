"""One private function makes a pass with or without an optimizer; gradients are cleared after the step."""

import torch
import torch.nn.functional as F


def _one_pass(model, loader, loss_fn, optimizer=None):
    sums = {"loss": 0.0, "accuracy": 0.0}
    count = 0
    model.train(optimizer is not None)
    with torch.set_grad_enabled(optimizer is not None):
        for batch in loader:
            outputs = model(batch[0])
            loss = loss_fn(outputs, batch[1])
            if optimizer:
                loss.backward()
                optimizer.step()
                for group in optimizer.param_groups:
                    for parameter in group["params"]:
                        parameter.grad = None
            sums["loss"] += float(loss) * batch[1].numel()
            sums["accuracy"] += sum(
                int(row.argmax()) == int(label) for row, label in zip(outputs, batch[1], strict=True)
            )
            count += batch[1].numel()
    return {name: value / count for name, value in sums.items()}


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    return _one_pass(model, loader, loss_fn, optimizer)


def evaluate(model, loader, loss_fn=F.cross_entropy):
    training = [module for module in model.modules() if module.training]
    try:
        return _one_pass(model, loader, loss_fn)
    finally:
        for module in model.modules():
            module.training = any(module is one for one in training)
