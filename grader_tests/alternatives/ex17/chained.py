"""A head that flattens first, a chain that looks after its backbone, a schedule for the learning rate."""


def head_for(task, num_features, num_outputs):
    if task not in set(TASKS):
        raise ValueError(f"{task!r} is unknown")
    return nn.Sequential(nn.Flatten(), nn.Linear(num_features, num_outputs))


def loss_for(task):
    def loss(outputs, targets):
        if task == "multiclass":
            return F.cross_entropy(outputs, targets)
        if outputs.shape != targets.shape:
            raise ValueError(f"{outputs.shape} is not {targets.shape}")
        if task == "regression":
            return F.mse_loss(outputs, targets)
        return F.binary_cross_entropy_with_logits(outputs, targets.to(dtype=torch.float32))

    return loss


def predictions_for(task, outputs):
    if task == "regression":
        return outputs
    if task == "multiclass":
        return outputs.argmax(-1)
    return (outputs.sigmoid() > 0.5).to(torch.uint8)


def freeze(module):
    parts = list(module.modules())
    for part in parts:
        part.training = False
        if hasattr(part, "track_running_stats"):
            part.eval()

    def train(mode: bool = True):
        for part in parts:
            part.training = False
        return module

    setattr(module, "train", train)
    for parameter in module.parameters():
        parameter.requires_grad = False


class _Chain(nn.Sequential):
    def train(self, mode=True):
        super().train(mode)
        self[0].eval()
        return self


def build_transfer(backbone, num_features, num_classes):
    freeze(backbone)
    return _Chain(backbone, *head_for("multiclass", num_features, num_classes))


def fit_head(model, loader, epochs, lr):
    optimizer = torch.optim.AdamW(filter(lambda p: p.requires_grad, model.parameters()), lr=lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    result = []
    model.train()
    for _ in range(epochs):
        running = torch.zeros(())
        for x, y in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            running += loss.detach() * x.size(0)
        schedule.step()
        result.append((running / len(loader.dataset)).item())
    model.eval()
    return result
