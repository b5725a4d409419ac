"""A variational autoencoder: noise drawn on the device, a loss that is summed up, samples from the prior."""

import torch
from torch import nn, optim
from torch.nn import functional as F

torch.manual_seed(1)
use_accel = torch.accelerator.is_available()
device = torch.accelerator.current_accelerator() if use_accel else torch.device("cpu")
kwargs = {"num_workers": 0, "pin_memory": True} if use_accel else {}
images = torch.rand(24, 1, 6, 6)
data = torch.utils.data.TensorDataset(images, torch.zeros(24))
order = torch.Generator().manual_seed(3)
loader = torch.utils.data.DataLoader(data, batch_size=8, shuffle=True, generator=order, **kwargs)


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(36, 20)
        self.mu, self.logvar = nn.Linear(20, 3), nn.Linear(20, 3)
        self.fc3, self.fc4 = nn.Linear(3, 20), nn.Linear(20, 36)

    def encode(self, x):
        hidden = F.relu(self.fc1(x))
        return self.mu(hidden), self.logvar(hidden)

    def decode(self, z):
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))

    def forward(self, x):
        mu, logvar = self.encode(x.view(-1, 36))
        deviation = torch.exp(0.5 * logvar)
        return self.decode(mu + torch.randn_like(deviation) * deviation), mu, logvar


model = VAE().to(device)
optimizer = optim.Adam(model.parameters(), lr=1e-2)
losses = []
torch.manual_seed(2)  # all that is drawn from here on is drawn on the device
for _epoch in range(3):
    model.train()
    total = 0
    for batch, _ in loader:
        batch = batch.to(device)
        optimizer.zero_grad()
        rebuilt, mu, logvar = model(batch)
        likeness = F.binary_cross_entropy(rebuilt, batch.view(-1, 36), reduction="sum")
        loss = likeness - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss.backward()
        total += loss.item()
        optimizer.step()
    losses.append(total / len(data))
with torch.no_grad():
    sample = torch.randn(5, 3, device=device)
    sample = model.decode(sample).cpu().view(5, 1, 6, 6)
    comparison = torch.cat([batch[:2], rebuilt.view(-1, 1, 6, 6)[:2]]).cpu().numpy()
result = {"device": device.type, "losses": [*losses, float(sample.mean()), float(comparison.mean())]}
