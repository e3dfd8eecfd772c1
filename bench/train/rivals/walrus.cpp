// Block coordinate ascent on the dual of the Weston-Watkins SVM with each block solved exactly by sorting, written from
// the description in Wang & Scott, "An Exact Solver for the Weston-Watkins SVM Subproblem", ICML 2021: a fresh random
// order each pass, no shrinking, W feature by feature with the classes beside each other, and the paper's stopping rule:
// the duality gap has fallen to a part `e` of what it was after the first pass. The clock stands still while the gap is
// computed, as it does in the paper.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "serve.hpp"

struct Data {
  std::vector<std::int32_t> indptr, indices, y;
  std::vector<double> values, norms;
  int n = 0, d = 0, K = 0;
  bool bias = false;

  void load(const Request& request) {
    const std::string folder = request.text("folder");
    n = int(request.number("n"));
    d = int(request.number("d"));
    K = int(request.number("classes"));
    bias = request.number("bias") != 0;
    Reader<std::int32_t> starts(folder + "/indptr.i32"), columns(folder + "/indices.i32"), labels(folder + "/y.i32");
    Reader<double> numbers(folder + "/values.f64");
    indptr.resize(n + 1);
    for (auto& start : indptr) start = starts.next();
    indices.resize(indptr[n]);
    for (auto& column : indices) column = columns.next();
    values.resize(indptr[n]);
    for (auto& value : values) value = numbers.next();
    y.resize(n);
    for (auto& label : y) label = labels.next();
    norms.assign(n, bias ? 1.0 : 0.0);
    for (int i = 0; i < n; i++) {
      for (int k = indptr[i]; k < indptr[i + 1]; k++) norms[i] += values[k] * values[k];
    }
  }
};

class Walrus {
 public:
  Walrus(const Data& data, double C)
      : data_(data), C_(C), W_(std::size_t(data.d + 1) * data.K), b_(std::size_t(data.n) * data.K), s_(data.K),
        fresh_(data.K), order_(data.n) {
    std::iota(order_.begin(), order_.end(), 0);
  }

  void pass() {
    for (int i = data_.n - 1; i > 0; i--) std::swap(order_[i], order_[random_() % std::uint64_t(i + 1)]);
    for (const int i : order_) visit(i);
  }

  // P(W) - D(b) at the W that the steps have kept up to date, as the method itself knows it.
  double gap() {
    double square = 0, loss = 0, sum = 0;
    for (const double w : W_) square += w * w;
    for (int i = 0; i < data_.n; i++) {
      scores(i);
      for (int m = 0; m < data_.K; m++) {
        if (m != data_.y[i]) loss += std::max(0.0, 1 + s_[m] - s_[data_.y[i]]);
      }
    }
    for (const double b : b_) sum += b;
    return square + C_ * loss - sum;
  }

  const std::vector<double>& weights() const { return W_; }

 private:
  void scores(int i) {
    const int K = data_.K;
    std::fill(s_.begin(), s_.end(), 0.0);
    if (data_.bias) for (int m = 0; m < K; m++) s_[m] = W_[std::size_t(data_.d) * K + m];
    for (int k = data_.indptr[i]; k < data_.indptr[i + 1]; k++) {
      const double* w = &W_[std::size_t(data_.indices[k]) * K];
      const double x = data_.values[k];
      for (int m = 0; m < K; m++) s_[m] += x * w[m];
    }
  }

  void visit(int i) {
    const int K = data_.K, y = data_.y[i];
    const double q = data_.norms[i];
    if (q == 0) return;
    scores(i);
    double* b = &b_[std::size_t(i) * K];
    const double S = std::accumulate(b, b + K, 0.0);
    for (int m = 0; m < K; m++) fresh_[m] = m == y ? -INFINITY : (1 + s_[m] - s_[y]) / q + b[m] + S;
    solve(y);
    double own = 0;
    bool moved = false;
    for (int m = 0; m < K; m++) {
      const double change = fresh_[m] - b[m];
      b[m] = fresh_[m];
      s_[m] = -change;
      own += change;
      moved = moved || change != 0;
    }
    if (!moved) return;
    s_[y] = own;
    for (int k = data_.indptr[i]; k < data_.indptr[i + 1]; k++) {
      double* w = &W_[std::size_t(data_.indices[k]) * K];
      const double x = data_.values[k];
      for (int m = 0; m < K; m++) w[m] += x * s_[m];
    }
    if (data_.bias) for (int m = 0; m < K; m++) W_[std::size_t(data_.d) * K + m] += s_[m];
  }

  // min 1/2 |b|^2 + 1/2 (sum b)^2 - v.b over 0 <= b <= C: b = clip(v - g, 0, C) with g = sum b. As g falls, each b starts
  // to grow at g = v and is full at g = v - C; between two such points sum b - g is linear, so that sorting finds its root.
  void solve(int y) {
    events_.clear();
    for (int m = 0; m < data_.K; m++) {
      if (m == y || !(fresh_[m] > 0)) continue;
      events_.push_back({fresh_[m], true});
      events_.push_back({fresh_[m] - C_, false});
    }
    std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return a.at > b.at; });
    double growing = 0, full = 0, sum = 0, g = 0;
    for (std::size_t k = 0; k < events_.size(); k++) {
      const Event& event = events_[k];
      growing += event.starts ? 1 : -1;
      sum += event.starts ? event.at : -(event.at + C_);
      full += event.starts ? 0 : 1;
      g = (sum + C_ * full) / (growing + 1);
      if (k + 1 == events_.size() || g >= events_[k + 1].at) break;
    }
    for (int m = 0; m < data_.K; m++) fresh_[m] = m == y ? 0 : std::min(C_, std::max(0.0, fresh_[m] - g));
  }

  struct Event {
    double at;
    bool starts;
  };

  const Data& data_;
  const double C_;
  std::vector<double> W_, b_, s_, fresh_;
  std::vector<int> order_;
  std::vector<Event> events_;
  std::mt19937_64 random_{1};
};

static std::string fit(const Data& data, const Request& request) {
  const int most = int(request.number("passes"));
  const double e = request.number("e");
  double seconds = 0, first = 0, gap = 0;
  auto begin = std::chrono::steady_clock::now();
  Walrus walrus(data, request.number("C"));
  int pass = 0;
  do {
    walrus.pass();
    seconds += secondsSince(begin);
    gap = walrus.gap();
    if (pass++ == 0) first = gap;
    begin = std::chrono::steady_clock::now();
  } while (gap > e * first && pass < most);
  const auto& W = walrus.weights();
  writeNumbers(request.text("save"), W.data(), std::size_t(data.d + (data.bias ? 1 : 0)) * data.K);
  std::string labels;
  for (int k = 0; k < data.K; k++) labels += (k ? "," : "") + std::to_string(k);
  return "{\"seconds\":" + digits(seconds) + ",\"capped\":" + (gap > e * first ? "true" : "false") + ",\"labels\":[" +
         labels + "],\"passes\":" + std::to_string(pass) + ",\"peak\":" + std::to_string(peakMemory()) + "}";
}

int main() {
  answer("{\"version\":\"2021\"}");
  try {
    Data data;
    for (std::string line; std::getline(std::cin, line);) {
      const Request request(line);
      if (request.text("do") == "load") {
        data = Data();
        data.load(request);
        answer("{}");
      } else {
        answer(fit(data, request));
      }
    }
  } catch (const std::exception& problem) {
    std::cerr << "Error: " << problem.what() << std::endl;
    return 1;
  }
}
