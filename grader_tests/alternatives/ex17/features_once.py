"""The backbone keeps a `train` that does nothing; features are computed once, and RMSprop trains on them."""

import types


def head_for(task, num_features, num_outputs):
    if TASKS.count(task) == 0:
        raise ValueError("task must be one of " + " ".join(TASKS) + f", not {task}")
    return nn.Linear(in_features=num_features, out_features=num_outputs)


def loss_for(task):
    def regression(outputs, targets):
        _same(outputs, targets)
        return torch.dist(outputs, targets) ** 2 / outputs.numel()

    def logistic(outputs, targets):
        _same(outputs, targets)
        signs = 2 * targets.double() - 1
        return -F.logsigmoid(signs * outputs).mean()

    def softmax(outputs, targets):
        return F.nll_loss(F.log_softmax(outputs, dim=1), targets)

    return {"regression": regression, "multiclass": softmax}.get(task, logistic)


def _same(outputs, targets):
    if outputs.dim() != targets.dim() or any(a != b for a, b in zip(outputs.shape, targets.shape)):
        raise ValueError("outputs and targets must have the same shape")


def predictions_for(task, outputs):
    if task == "regression":
        return outputs
    if task == "multiclass":
        return outputs.topk(1, dim=-1).indices.squeeze(-1)
    return (torch.sign(outputs) + 1) / 2


def _stay(self, mode=True):
    return self


def freeze(module):
    nn.Module.train(module, False)
    module.train = types.MethodType(_stay, module)
    for parameter in module.parameters():
        parameter.detach_()
        parameter.requires_grad = False


def build_transfer(backbone, num_features, num_classes):
    class Whole(nn.Module):
        def __init__(self):
            super().__init__()
            self.head = head_for("multiclass", num_features, num_classes)
            self.add_module("features", backbone)

        def forward(self, x):
            return self.head(self.features(x).detach())

    freeze(backbone)
    return Whole()


def fit_head(model, loader, epochs, lr):
    with torch.no_grad():
        batches = [(model.features(x), y) for x, y in loader]
    optimizer = torch.optim.RMSprop(model.head.parameters(), lr=lr)
    criterion = nn.CrossEntropyLoss()
    losses = torch.zeros(epochs, len(batches))
    for epoch in range(epochs):
        for number, (features, y) in enumerate(batches):
            loss = criterion(model.head(features), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses[epoch, number] = loss.item()
    return losses.mean(dim=1).tolist()
