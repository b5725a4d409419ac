"""A head with parameters of its own, losses as modules, a frozen class for each class, SGD with momentum."""


class _Head(nn.Module):
    def __init__(self, num_features, num_outputs):
        super().__init__()
        self.table = nn.Parameter(torch.randn(num_features, num_outputs) * num_features**-0.5)
        self.shift = nn.Parameter(torch.zeros(num_outputs))

    def forward(self, features):
        return features.matmul(self.table) + self.shift


class _Loss(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, outputs, targets):
        if outputs.size() != targets.size():
            raise ValueError("shapes differ: %s, %s" % (list(outputs.size()), list(targets.size())))
        return self.inner(outputs, targets.float())


def head_for(task, num_features, num_outputs):
    match task:
        case "regression" | "binary" | "multiclass" | "multilabel":
            return _Head(num_features, num_outputs)
    raise ValueError(f"unknown: {task}")


def loss_for(task):
    match task:
        case "regression":
            return _Loss(nn.MSELoss())
        case "multiclass":
            return nn.CrossEntropyLoss()
    return _Loss(nn.BCEWithLogitsLoss())


def predictions_for(task, outputs):
    match task:
        case "regression":
            return outputs.clone()
        case "multiclass":
            return outputs.softmax(-1).max(-1).indices
    return outputs.sigmoid().gt(0.5)


def freeze(module):
    class Frozen(type(module)):
        def train(self, mode=True):
            return super().train(False)

    for parameter in module.parameters():
        parameter.requires_grad = False
    module.__class__ = Frozen
    module.train()
    return module


class _Transfer(nn.Module):
    def __init__(self, backbone, head):
        super().__init__()
        self.backbone, self.head = freeze(backbone), head

    def forward(self, x):
        with torch.no_grad():
            features = self.backbone(x)
        return self.head(features)


def build_transfer(backbone, num_features, num_classes):
    return _Transfer(backbone, head_for("multiclass", num_features, num_classes))


def fit_head(model, loader, epochs, lr):
    optimizer = torch.optim.SGD(model.head.parameters(), lr, momentum=0.9)
    history = []
    for epoch in range(epochs):
        losses = []
        for x, y in loader:
            optimizer.zero_grad(set_to_none=False)
            loss = loss_for("multiclass")(model(x), y)
            losses.append(loss.detach())
            loss.backward()
            optimizer.step()
        history.append(torch.stack(losses).mean())
    return history
