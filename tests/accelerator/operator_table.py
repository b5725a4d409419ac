"""Operators of torch as expressions, to be evaluated on several devices and compared.

Names: x, y (3, 4) of normal numbers and z (4, 5); p positive, u in (0, 1), w near 1, all (3, 4); q (4, 4) and
spd (4, 4), positive definite; c complex (3, 4); i, j int64 (3, 4) and k int64 (5,) of 0 to 3; m bool (3, 4);
t (2, 3, 4), t2 (2, 4, 5); s a single number; img (2, 3, 8, 8), kernel (4, 3, 3, 3), seq (2, 3, 10),
vol (1, 2, 4, 4, 4); labels int64 (3,) of 0 to 3; device is the device.
"""

ELEMENTWISE = """
x.abs() | x.neg() | -x | x.sign() | x.exp() | x.expm1() | x.exp2() | p.log() | p.log2() | p.log10() | p.log1p()
p.sqrt() | p.rsqrt() | x.square() | x.reciprocal() | x.sin() | x.cos() | x.tan() | u.asin() | u.acos() | x.atan()
x.sinh() | x.cosh() | x.tanh() | x.asinh() | w.acosh() | (u - 0.5).atanh() | x.sigmoid() | u.logit() | x.relu()
x.floor() | x.ceil() | x.round() | x.round(decimals=1) | x.trunc() | x.frac() | x.erf() | x.erfc() | u.erfinv()
p.lgamma() | p.digamma() | x.isnan() | x.isinf() | x.isfinite() | x.sgn() | x.positive() | x.rad2deg() | x.sinc()
x.nan_to_num() | x.clamp(-0.5, 0.5) | x.clamp(min=0) | x.clamp(min=y) | x.clip(max=0.3) | m.logical_not() | ~m | ~i
x + y | x - y | x * y | x / p | x.detach() // p.detach() | x % p | x ** 2 | p ** y | 2 ** x | x + 1 | 1 - x | 2 * x | 1 / p | x + s
s * x | i + x | m + i | i / 3 | i // 2 | i % 3 | x.add(y, alpha=2) | torch.sub(x, y, alpha=0.5) | torch.rsub(x, y)
torch.addcmul(x, y, p, value=0.5) | torch.addcdiv(x, y, p) | x.lerp(y, 0.3) | x.lerp(y, u) | torch.fmod(x, p)
torch.remainder(x, p) | torch.atan2(x, y) | torch.hypot(x, y) | torch.maximum(x, y) | torch.minimum(x, y)
torch.fmax(x, y) | torch.fmin(x, y) | x > y | x >= 0 | x < y | x <= y | x == y | x != y | i == j | x.isclose(y)
m & (x > 0) | m | (x > 0) | m ^ (x > 0) | i & j | i | j | i ^ j | i << 1 | i >> 1 | torch.logical_and(m, x > 0)
torch.logical_or(m, x > 0) | torch.logical_xor(m, x > 0) | torch.where(m, x, y) | torch.where(m, x, 0.0)
torch.xlogy(p, u) | torch.logaddexp(x, y) | torch.logaddexp2(x, y) | torch.copysign(x, y) | torch.heaviside(x.detach(), y.detach())
torch.ldexp(x, i) | torch.nextafter(x, y) | torch.gcd(i, j) | torch.lcm(i, j) | torch.float_power(p, 2)
torch.true_divide(x, p) | torch.div(x, p, rounding_mode="floor") | torch.div(i, 2, rounding_mode="trunc")
c.abs() | c.angle() | c.real | c.imag | c.conj() * c | torch.view_as_real(c) | torch.polar(p, x) | torch.complex(x, y)
torch.special.i0(x) | torch.special.entr(u) | torch.special.zeta(w.detach() + 1, p.detach()) | torch.mvlgamma(w + 3, 2)
torch.signbit(x) | torch.deg2rad(x) | torch.frexp(x)[0] | x.bool() | x.int() | x.double() | x.half() | x.bfloat16()
i.float() | x.to(torch.float64) | x.type_as(c) | x.masked_fill(m, 0.0) | x.masked_fill(m, s.detach())
"""

REDUCTIONS = """
x.sum() | x.sum(0) | x.sum((0, 1), keepdim=True) | i.sum() | m.sum() | x.mean() | x.mean(1) | x.prod() | x.prod(1)
x.std() | x.std(0, correction=0) | x.var(1) | torch.var_mean(x, 0) | torch.std_mean(x, 1) | x.max() | x.min()
x.max(0) | x.min(1) | x.amax(0) | x.amin((0, 1)) | x.aminmax(dim=0) | x.argmax() | x.argmax(1) | x.argmin(0)
x.median() | x.median(0) | x.nanmedian() | x.mode(0) | x.quantile(0.3) | x.nanquantile(0.5, dim=0) | x.nansum(0)
x.nanmean(1) | x.norm() | x.norm(1, dim=0) | torch.linalg.vector_norm(x, 3) | torch.linalg.matrix_norm(x)
x.logsumexp(0) | x.cumsum(0) | x.cumprod(1) | x.cummax(0) | x.cummin(1) | x.logcumsumexp(0) | m.any() | m.all(1)
m.any(0) | x.count_nonzero() | x.count_nonzero(0) | x.sort() | x.sort(0, descending=True) | x.argsort(1)
x.topk(2) | x.topk(2, dim=0, largest=False) | x.kthvalue(2) | torch.unique(i) | k.unique(return_counts=True)
torch.unique_consecutive(k) | k.bincount() | torch.histc(x, 5) | torch.bucketize(x, k.float().sort()[0].detach())
torch.searchsorted(x.detach().sort()[0], y) | torch.diff(x) | torch.trapezoid(x) | torch.cov(x) | torch.corrcoef(x)
torch.dist(x, y) | torch.cdist(x, y) | torch.trace(q) | torch.renorm(x, 2, 0, 1.0) | torch.isin(i, k) | x.nonzero()
torch.allclose(x, x) | torch.equal(x, y) | x.ne(y).sum().item() | torch.cosine_similarity(x, y)
"""

SHAPES = """
x.view(4, 3) | x.view(-1) | x.reshape(2, 6) | x.t().reshape(12) | x.flatten() | t.flatten(1) | x.T | t.mT | x.t()
t.transpose(0, 2) | t.permute(2, 0, 1) | t.movedim(0, -1) | x.unsqueeze(1) | x.unsqueeze(0).squeeze() | x[None, :, 0]
x.expand(2, 3, 4) | x.repeat(2, 1) | x.tile(2) | x.repeat_interleave(2, 0) | x.roll(1, 0) | x.flip(0) | x.rot90()
torch.cat([x, y]) | torch.cat([x, y], 1) | torch.stack([x, y], 1) | torch.hstack([x, y]) | torch.vstack([x, y])
torch.dstack([x, y]) | x.split(2) | x.chunk(2, 1) | x.unbind(1) | torch.tensor_split(x, 2, 1) | x.unfold(1, 2, 1)
x[0] | x[:, 1] | x[1:, ::2] | x[..., -1] | x[m] | x[x > 0] | x[labels % 3] | x[labels % 3, labels] | x[:, labels]
x[[0, 2]] | x[torch.tensor([0, 1])] | x.select(1, 0) | x.narrow(1, 1, 2) | x.index_select(1, labels) | x.take(k)
x.gather(1, i) | x.take_along_dim(i, 1) | x.scatter(1, i, 0.0) | x.scatter(1, i, y) | x.scatter_add(1, i, y)
x.scatter_reduce(1, i, y, "amax") | x.index_add(1, labels, y[:, :3]) | x.index_copy(1, labels[:1], y[:, :1])
x.index_fill(1, labels, 1.0) | x.index_put((labels % 3,), y) | x.index_put((labels % 3,), y, accumulate=True)
x.masked_select(m) | x.masked_scatter(m, y) | x.diagonal() | x.diag() | torch.diag_embed(x) | x.tril() | x.triu(1)
torch.block_diag(x, y) | torch.meshgrid(k, labels, indexing="ij") | torch.cartesian_prod(k, labels) | x.contiguous()
torch.broadcast_tensors(x, x[0]) | x.expand_as(y) | x.view_as(y) | x.as_strided((2, 2), (1, 2)) | x.swapaxes(0, 1)
torch.combinations(k) | torch.tril_indices(3, 3, device=device) | torch.triu_indices(3, 3, device=device)
torch.atleast_3d(x) | torch.squeeze(x[:, :1]) | x.unflatten(1, (2, 2)) | torch.ravel(x) | torch.kron(x, y)
torch.select_scatter(x, y[0], 0, 1) | torch.slice_scatter(x, y[:1], 0, 1, 2) | torch.diagonal_scatter(q, x[0])
list(x)[0] | len(x) | x.shape | x.stride() | x.dtype | x.numel() | x.is_contiguous() | x.tolist()
"""

ALGEBRA = """
x @ z | x.mm(z) | t.bmm(t2) | t @ t2 | x.mv(z[:, 0]) | x[0].dot(y[0]) | torch.outer(x[0], y[1]) | x.matmul(z[:, 0])
torch.addmm(z.T[:3, :3], x, y.T) | torch.addmv(x[:, 0], x, y[0]) | torch.baddbmm(t @ t2, t, t2) | torch.inner(x, y)
torch.addr(x, x[:, 0], y[0]) | torch.einsum("ij,jk->ik", x, z) | torch.einsum("bij,bjk->bik", t, t2)
torch.tensordot(x, z, dims=1) | torch.linalg.multi_dot([x, q, z]) | torch.cross(x[:, :3], y[:, :3], dim=1)
torch.linalg.det(q) | torch.linalg.slogdet(spd) | torch.linalg.inv(spd) | torch.linalg.solve(spd, z) | q.matrix_power(3)
torch.linalg.cholesky(spd) | torch.linalg.qr(q) | torch.linalg.svdvals(x) | torch.linalg.eigh(spd)[0] | q.pinverse()
torch.linalg.lstsq(spd, z).solution | torch.linalg.matrix_exp(q) | torch.linalg.matrix_rank(spd) | torch.linalg.cond(spd)
torch.linalg.solve_triangular(spd.tril(), z, upper=False) | torch.cholesky_solve(z, torch.linalg.cholesky(spd))
torch.linalg.vecdot(x, y) | torch.vander(x[0].detach()) | torch.fft.fft(x) | torch.fft.rfft(x) | torch.fft.ifft(c) | torch.fft.fft2(x)
torch.fft.fftshift(x) | torch.fft.fftfreq(5, device=device) | torch.linalg.eigvals(spd).real.sort()[0]
torch.linalg.norm(x) | torch.linalg.lu_factor(spd)[0]
"""

NETWORKS = """
F.relu(x) | F.relu6(x) | F.elu(x) | F.selu(x) | F.celu(x) | F.gelu(x) | F.gelu(x, approximate="tanh") | F.silu(x)
F.mish(x) | F.leaky_relu(x) | F.prelu(x, s.reshape(1)) | F.rrelu(x) | F.glu(x) | F.hardtanh(x) | F.hardswish(x)
F.hardsigmoid(x) | F.softplus(x) | F.softsign(x) | F.tanhshrink(x) | F.softshrink(x) | F.hardshrink(x) | F.logsigmoid(x)
F.threshold(x, 0.1, 0.2) | F.softmax(x, 1) | F.log_softmax(x, 0) | F.softmin(x, 1) | F.normalize(x) | F.one_hot(k, 4)
F.linear(x, z.T) | F.linear(x, z.T, z[0]) | F.linear(t, z.T, z[0]) | F.bilinear(x, y, t[:, :, :1].expand(2, 3, 4)[:, 0, :, None] * z[:, :4].expand(2, 4, 4))
F.conv1d(seq, kernel[..., 0]) | F.conv2d(img, kernel) | F.conv2d(img, kernel, z[0, :4], stride=2, padding=1)
F.conv2d(img, kernel, dilation=2) | F.conv2d(img[:, :2], kernel[:, :1], groups=2) | F.conv2d(img, kernel, padding="same")
F.conv3d(vol, kernel[None, :, :2].transpose(1, 2).expand(1, 2, 4, 3, 3)[:, :, :2]) | F.conv_transpose1d(seq, kernel[:3, :, 0])
F.conv_transpose2d(img, kernel[:3], stride=2) | F.unfold(img, 3) | F.fold(F.unfold(img, 3), (8, 8), 3)
F.max_pool1d(seq, 2) | F.max_pool2d(img, 2) | F.max_pool2d(img, 3, stride=2, padding=1) | F.max_pool2d(img, 2, return_indices=True)
F.max_pool3d(vol, 2) | F.avg_pool1d(seq, 2) | F.avg_pool2d(img, 2) | F.avg_pool3d(vol, 2) | F.adaptive_avg_pool2d(img, 3)
F.adaptive_avg_pool2d(img, 1) | F.adaptive_max_pool2d(img, 3) | F.adaptive_avg_pool1d(seq, 3) | F.lp_pool2d(img, 2, 2)
F.max_unpool2d(*F.max_pool2d(img, 2, return_indices=True), 2) | F.pad(x, (1, 2)) | F.pad(img, (1, 1, 1, 1), mode="reflect")
F.pad(seq, (1, 1), mode="replicate") | F.pad(seq, (1, 1), mode="circular") | F.interpolate(img, scale_factor=2)
F.interpolate(img, size=5, mode="bilinear") | F.interpolate(img, size=12, mode="bicubic") | F.pixel_shuffle(img[:, :1].expand(2, 4, 8, 8), 2)
F.grid_sample(img, F.affine_grid(t[:, :2, :3], (2, 3, 4, 4), align_corners=False), align_corners=False)
F.batch_norm(img, None, None, training=True) | F.batch_norm(x, z[0, :4].detach(), p[0].detach(), x[0], y[0])
F.layer_norm(x, (4,)) | F.layer_norm(x, (4,), x[0], y[0]) | F.group_norm(img[:, :2], 2) | F.instance_norm(img) | F.rms_norm(x, (4,))
F.local_response_norm(img, 2) | F.embedding(k, q) | F.embedding(i, q, padding_idx=1) | F.embedding_bag(i, q)
F.cross_entropy(x, labels) | F.cross_entropy(x, u) | F.cross_entropy(x, labels, weight=p[0].detach(), label_smoothing=0.1)
F.cross_entropy(x, labels, reduction="none", ignore_index=0) | F.nll_loss(F.log_softmax(x, 1), labels) | F.mse_loss(x, y)
F.l1_loss(x, y) | F.smooth_l1_loss(x, y) | F.huber_loss(x, y) | F.binary_cross_entropy(u, m.float())
F.binary_cross_entropy_with_logits(x, m.float()) | F.kl_div(F.log_softmax(x, 1), F.softmax(y, 1), reduction="batchmean")
F.hinge_embedding_loss(x, m.float() * 2 - 1) | F.margin_ranking_loss(x, y, m.float() * 2 - 1) | F.soft_margin_loss(x, m.float() * 2 - 1)
F.triplet_margin_loss(x, y, p) | F.cosine_embedding_loss(x, y, torch.ones(3, device=device)) | F.multi_margin_loss(x, labels)
F.multilabel_margin_loss(x, i) | F.multilabel_soft_margin_loss(x, m.float()) | F.poisson_nll_loss(x, p) | F.gaussian_nll_loss(x, y, p)
F.ctc_loss(F.log_softmax(seq.permute(2, 0, 1), 2), torch.ones(2, 2, dtype=torch.long, device=device), torch.tensor([10, 10]), torch.tensor([2, 2]))
F.ctc_loss(F.log_softmax(seq.permute(2, 0, 1), 2), torch.ones(2, 2, dtype=torch.long, device=device), (10, 10), (2, 2))
F.scaled_dot_product_attention(t, t, t) | F.scaled_dot_product_attention(t[None], t[None], t[None], is_causal=True)
F.pairwise_distance(x, y) | F.pdist(x) | F.cosine_similarity(x, y) | F.dropout(x, 0.5) | F.dropout2d(img) | F.dropout1d(seq)
F.alpha_dropout(x, 0.5) | F.feature_alpha_dropout(img, 0.5) | F.gumbel_softmax(x) | F.dropout(x, 0.0) | F.dropout(x, 1.0)
"""

IN_PLACE = """
x.clone().add_(y) | x.clone().sub_(1) | x.clone().mul_(y) | x.clone().div_(p) | x.clone().pow_(2) | x.clone().zero_()
x.clone().fill_(2) | x.clone().fill_(s) | x.clone().copy_(y) | x.clone().copy_(y[0]) | x.clone().clamp_(0, 1) | x.clone().relu_()
x.clone().addcmul_(y, p, value=2) | x.clone().lerp_(y, 0.5) | x.clone().masked_fill_(m, 0) | x.clone().index_fill_(0, labels % 3, 2.0)
x.clone().scatter_(1, i, 1.0) | x.clone().scatter_add_(1, i, y) | x.clone().index_add_(1, labels, y[:, :3]) | x.clone().exp_()
x.clone().index_put_((labels % 3,), y) | x.clone().t_() | x.clone().unsqueeze_(0) | x.clone().squeeze_() | x.clone().transpose_(0, 1)
x.detach().clone().resize_(2, 2).shape | x.clone().fill_diagonal_(1.0) | x.clone().neg_().abs_().sqrt_() | put(x, 0, 1.0) | put(x, 0, y[1])
put(x, m, 2.0) | put(x, (slice(None), 1), s) | put(x, (labels % 3, labels), 3.0) | put(x, (..., 0), x[:, 1]) | put(x, labels % 3, y)
torch.add(x.detach(), y.detach(), out=torch.empty(3, 4, device=device)) | torch.mm(x.detach(), z.detach(), out=torch.empty(0, device=device))
torch.cat([x.detach(), y.detach()], out=torch.empty(0, device=device)) | torch.max(x.detach(), 0, out=(torch.empty(4, device=device), torch.empty(4, dtype=torch.long, device=device)))
torch._foreach_add([x, y], 1.0) | torch._foreach_mul([x, y], [y, x]) | torch._foreach_norm([x, y]) | foreach(x)
view_then_write(x) | write_then_view(x)
"""

MAKERS = """
torch.zeros(2, 3, device=device) | torch.ones(2, device=device, dtype=torch.int64) | torch.full((2,), 3.5, device=device)
torch.empty(2, 0, device=device) | torch.arange(5, device=device) | torch.arange(0, 1, 0.25, device=device) | torch.eye(3, device=device)
torch.linspace(0, 1, 5, device=device) | torch.logspace(0, 1, 3, device=device) | torch.tensor([1, 2], device=device)
torch.tensor(3.5, device=device) | torch.tensor([[1.0], [2.0]], device=device, dtype=torch.float64) | torch.as_tensor([1.5], device=device)
torch.asarray([1, 2], device=device) | torch.zeros_like(x) | torch.ones_like(x, dtype=torch.int64) | torch.full_like(x, 2.0)
torch.empty_like(x).shape | x.new_zeros(2) | x.new_ones(2) | x.new_full((2,), 1.5) | x.new_tensor([1.0, 2.0]) | x.new_empty(3).shape
torch.rand(3, device=device) | torch.randn(2, 3, device=device) | torch.randint(0, 9, (4,), device=device) | torch.randperm(7, device=device)
torch.rand_like(x) | torch.randn_like(x) | torch.randint_like(i, 9) | torch.bernoulli(u) | torch.multinomial(p, 2) | torch.poisson(p)
torch.normal(x, p) | torch.normal(0.0, 1.0, (3,), device=device) | x.detach().clone().normal_() | x.detach().clone().uniform_(-1, 1)
x.detach().clone().bernoulli_(0.3) | x.detach().clone().exponential_() | x.detach().clone().geometric_(0.5) | i.clone().random_(5)
x.detach().clone().cauchy_() | x.detach().clone().log_normal_() | torch.hann_window(5, device=device) | torch.hamming_window(5, device=device)
torch.scalar_tensor(2.0, device=device) | torch.complex(x, y) | torch.empty_strided((2, 2), (1, 2), device=device).stride()
torch.nn.init.xavier_uniform_(x.detach().clone()) | torch.nn.init.kaiming_normal_(x.detach().clone()) | torch.nn.init.orthogonal_(q.detach().clone())
torch.distributions.Normal(x, p).log_prob(y) | torch.distributions.Categorical(logits=x).sample() | torch.distributions.Normal(x, p).rsample()
"""

# Both devices must refuse these in the same way.
REFUSED = """
x @ y | x.view(5) | x + z | x.sum(7) | torch.cat([x, z]) | x.reshape(5, 5) | x[7] | F.linear(x, y.T) | i.sqrt_() | torch.stack([x, z])
F.cross_entropy(x, x.long()) | F.conv2d(img, x) | x.gather(1, x) | torch.linalg.inv(x) | F.embedding(x, q) | bool(x) | x.item() | float(x)
x.requires_grad_().add_(1) | x.long().mean() | x.squeeze(5) | torch.linalg.cholesky(-spd) | x.detach().backward() | x.expand(7, 7)
"""


def expressions(table: str) -> list[str]:
    """Return the expressions of a table; " | " stands between them, but inside brackets it is torch's."""
    found = []
    for line in table.strip().splitlines():
        depth, start = 0, 0
        for index, letter in enumerate(line):
            depth += (letter in "([{") - (letter in ")]}")
            if depth == 0 and line.startswith(" | ", index):
                found.append(line[start:index].strip())
                start = index + 3
        found.append(line[start:].strip())
    return found
