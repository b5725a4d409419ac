"""A pretrained network that is frozen and gets a new head; the best weights are kept in a file and loaded."""

import os
from tempfile import TemporaryDirectory

import torch
import torch.backends.cudnn as cudnn
import torchvision
from torch import nn, optim
from torch.optim import lr_scheduler

cudnn.benchmark = True
torch.manual_seed(0)
device = torch.accelerator.current_accelerator().type if torch.accelerator.is_available() else "cpu"
print(f"Using {device} device")
generator = torch.Generator().manual_seed(7)
samples = torch.rand(8, 3, 32, 32, generator=generator), torch.arange(8) % 2
sets = {phase: torch.utils.data.TensorDataset(*samples) for phase in ("train", "val")}
loaders = {phase: torch.utils.data.DataLoader(sets[phase], batch_size=4) for phase in sets}

model = torchvision.models.resnet18(weights=None)
for parameter in model.parameters():
    parameter.requires_grad = False
model.fc = nn.Linear(model.fc.in_features, 2)
model = model.to(device)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.fc.parameters(), lr=0.01, momentum=0.9)
scheduler = lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.1)
losses = []
with TemporaryDirectory() as folder:
    best_path, best_accuracy = os.path.join(folder, "best.pt"), -1.0
    for _epoch in range(2):
        for phase in ("train", "val"):
            model.train() if phase == "train" else model.eval()
            running_loss, running_corrects = 0.0, 0
            for inputs, labels in loaders[phase]:
                inputs, labels = inputs.to(device), labels.to(device)
                optimizer.zero_grad()
                with torch.set_grad_enabled(phase == "train"):
                    outputs = model(inputs)
                    _, predictions = torch.max(outputs, 1)
                    loss = criterion(outputs, labels)
                    if phase == "train":
                        loss.backward()
                        optimizer.step()
                running_loss += loss.item() * inputs.size(0)
                running_corrects += torch.sum(predictions == labels.data)
            if phase == "train":
                scheduler.step()
            losses.append(running_loss / len(sets[phase]))
            accuracy = running_corrects.double() / len(sets[phase])
            if phase == "val" and accuracy > best_accuracy:
                best_accuracy = accuracy
                torch.save(model.state_dict(), best_path)
    model.load_state_dict(torch.load(best_path, weights_only=True))
    on_cpu = torch.load(best_path, map_location=torch.device("cpu"), weights_only=True)
result = {"device": device, "losses": losses, "places": {str(t.device) for t in on_cpu.values()}}
