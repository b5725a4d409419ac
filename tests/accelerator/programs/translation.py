"""A transformer that learns to turn sequences round: masks made on the device, teacher forcing, greedy decoding."""

import torch
from torch import nn

torch.manual_seed(0)
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
PAD, START, WORDS, SIZE = 0, 1, 9, 16


class Translator(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, SIZE, padding_idx=PAD)
        positions = torch.arange(20).unsqueeze(1) / torch.logspace(0, 2, SIZE)
        self.register_buffer("positions", positions.sin())
        self.transformer = nn.Transformer(SIZE, 2, 1, 1, 32, dropout=0.0, batch_first=True)
        self.generator = nn.Linear(SIZE, WORDS)

    def placed(self, words):
        return self.embedding(words) * SIZE**0.5 + self.positions[: words.size(1)]

    def forward(self, source, target):
        later = nn.Transformer.generate_square_subsequent_mask(target.size(1), device=DEVICE)
        pads, target_pads = (
            torch.zeros_like(t, dtype=torch.float).masked_fill(t == PAD, float("-inf"))
            for t in (source, target)
        )
        output = self.transformer(
            self.placed(source),
            self.placed(target),
            tgt_mask=later,
            src_key_padding_mask=pads,
            tgt_key_padding_mask=target_pads,
            memory_key_padding_mask=pads,
        )
        return self.generator(output)


def collate(sentences):
    source = nn.utils.rnn.pad_sequence([torch.tensor(s) for s in sentences], batch_first=True)
    target = [torch.tensor([START, *reversed(s)]) for s in sentences]
    return source, nn.utils.rnn.pad_sequence(target, batch_first=True, padding_value=PAD)


sentences = [torch.randint(2, WORDS, (2 + i % 4,)).tolist() for i in range(16)]
loader = torch.utils.data.DataLoader(sentences, batch_size=4, collate_fn=collate)
model = Translator()
for parameter in model.parameters():
    if parameter.dim() > 1:
        nn.init.xavier_uniform_(parameter)
model = model.to(DEVICE)
loss_fn = nn.CrossEntropyLoss(ignore_index=PAD, label_smoothing=0.1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, betas=(0.9, 0.98), eps=1e-9)
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / 4))
losses = []
for _epoch in range(2):
    model.train()
    for source, target in loader:
        source, target = source.to(DEVICE), target.to(DEVICE)
        logits = model(source, target[:, :-1])
        optimizer.zero_grad()
        loss = loss_fn(logits.reshape(-1, WORDS), target[:, 1:].reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
model.train()  # evaluation mode has a fused path of its own
words = torch.ones(1, 1).fill_(START).type(torch.long).to(DEVICE)
with torch.no_grad():
    for _position in range(3):
        best = model(torch.tensor([[2, 5, 7]], device=DEVICE), words)[:, -1].max(dim=1)[1].item()
        words = torch.cat([words, torch.ones(1, 1).type_as(words).fill_(best)], dim=1)
result = {"device": DEVICE.type, "losses": losses, "words": words.tolist()}
