"""The net: sums of embedded marks, two bidirectional LSTM layers, an intent head, a CRF over slots."""

import math

import torch
from torch import nn


class Crf(nn.Module):
    """Scores of tag sequences. Sums over sequences are done with matrices of probabilities, which is fast."""

    def __init__(self, n_tags):
        super().__init__()
        self.moves = nn.Parameter(torch.zeros(n_tags, n_tags))
        self.first = nn.Parameter(torch.zeros(n_tags))
        self.last = nn.Parameter(torch.zeros(n_tags))
        may = torch.ones(n_tags, n_tags)
        may_begin = torch.ones(n_tags)
        for tag in range(2, n_tags, 2):
            may[:, tag] = 0
            may[tag, tag] = may[tag - 1, tag] = 1
            may_begin[tag] = 0
        self.register_buffer("may", may)
        self.register_buffer("may_begin", may_begin)

    def loss(self, scores, tags):
        """Negative log likelihood of `tags` [batch, length], mean over the batch."""
        moves = torch.exp(self.moves) * self.may
        top = scores.max(dim=2, keepdim=True).values
        weights = torch.exp(scores - top)
        total = top.squeeze(2).sum(dim=1)
        alpha = weights[:, 0] * torch.exp(self.first) * self.may_begin
        for at in range(scores.shape[1]):
            if at:
                alpha = (alpha @ moves) * weights[:, at]
            norm = alpha.sum(dim=1, keepdim=True) + 1e-30
            total = total + norm.squeeze(1).log()
            alpha = alpha / norm
        total = total + (alpha @ torch.exp(self.last) + 1e-30).log()
        gold = scores.gather(2, tags.unsqueeze(2)).squeeze(2).sum(dim=1) + self.first[tags[:, 0]] + self.last[tags[:, -1]]
        gold = gold + self.moves[tags[:, :-1], tags[:, 1:]].sum(dim=1)
        return (total - gold).mean()

    def best(self, scores):
        """Viterbi: the best tags of each sentence."""
        barred = (1 - self.may) * -1e4
        best = scores[:, 0] + self.first + (1 - self.may_begin) * -1e4
        back = []
        for at in range(1, scores.shape[1]):
            value, source = (best.unsqueeze(2) + (self.moves + barred)).max(dim=1)
            best = value + scores[:, at]
            back.append(source)
        tag = (best + self.last).argmax(dim=1)
        path = [tag]
        for source in reversed(back):
            tag = source.gather(1, tag.unsqueeze(1)).squeeze(1)
            path.append(tag)
        return torch.stack(path[::-1], dim=1)


class Net(nn.Module):
    def __init__(self, n_marks, n_labels, n_tags, width=96, hidden=128, dropout=0.4, vectors=0):
        super().__init__()
        self.embed = nn.EmbeddingBag(n_marks, width, mode="sum", sparse=True)
        nn.init.normal_(self.embed.weight, std=0.1)
        # What it learns of words elsewhere: their vectors, turned into embeddings.
        self.turn = nn.Linear(vectors, width, bias=False) if vectors else None
        self.norm = nn.LayerNorm(width)
        self.lstm1 = nn.LSTM(width, hidden, bidirectional=True, batch_first=True)
        self.lstm2 = nn.LSTM(2 * hidden, hidden, bidirectional=True, batch_first=True)
        self.attend = nn.Linear(2 * hidden, 1)
        self.label = nn.Linear(4 * hidden + width, n_labels)
        self.known = nn.Linear(4 * hidden + width, 1)
        self.slot = nn.Linear(2 * hidden + width, n_tags)
        self.crf = Crf(n_tags)
        self.drop = nn.Dropout(dropout)

    def forward(self, marks, offsets, shape, vectors=None):
        """`marks` of all pieces, flat, with the `offsets` where pieces begin; `shape` (batch, length)."""
        x = self.embed(marks, offsets)
        if self.turn is not None:
            x = x + self.turn(vectors)
        x = self.norm(x).view(*shape, -1)
        x = self.drop(x)
        h = self.drop(self.lstm1(x)[0])
        h = self.drop(self.lstm2(h)[0])
        weights = torch.softmax(self.attend(h), dim=1)
        pooled = torch.cat([(weights * h).sum(dim=1), h.max(dim=1).values, x.mean(dim=1)], dim=1)
        return self.label(pooled), self.known(pooled).squeeze(1), self.slot(torch.cat([h, x], dim=2))


class Ensemble(nn.Module):
    """Several nets whose opinions are averaged."""

    def __init__(self, nets):
        super().__init__()
        self.nets = nn.ModuleList(nets)
        self.crf = Crf(len(nets[0].crf.first))
        with torch.no_grad():
            for name, value in self.crf.named_parameters():
                value.copy_(torch.stack([net.crf.get_parameter(name) for net in nets]).mean(dim=0))

    def forward(self, marks, offsets, shape, vectors=None):
        labels, known, slots = zip(*(net(marks, offsets, shape, vectors) for net in self.nets))
        mean = lambda values: torch.stack(list(values)).mean(dim=0)
        return mean(torch.log_softmax(label, dim=1) for label in labels), mean(known), mean(slots)


def rate(step, n_steps, top):
    """Learning rate: a short rise, then a cosine to nothing."""
    rise = max(1, n_steps // 20)
    if step < rise:
        return top * (step + 1) / rise
    return top * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, n_steps - rise)))
