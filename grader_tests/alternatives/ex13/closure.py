"""The optimizer gets a closure that computes the loss; old gradients are cleared through the model."""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    model.train()
    rows = []
    for inputs, labels in loader:

        def closure(inputs=inputs, labels=labels):
            model.zero_grad()
            outputs = model(inputs)
            loss = loss_fn(outputs, labels)
            loss.backward()
            predicted = outputs.detach().argmax(-1)
            rows.append((loss.item() * len(labels), int((predicted == labels).sum()), len(labels)))
            return loss

        optimizer.step(closure)
    losses, hits, sizes = zip(*rows, strict=True)
    return dict(loss=sum(losses) / sum(sizes), accuracy=sum(hits) / sum(sizes))
