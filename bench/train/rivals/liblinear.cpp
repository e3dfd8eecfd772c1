// LIBLINEAR by its library's own interface, timed within the process: train() alone, neither reading nor writing.
#include "linear.h"
#include "serve.hpp"

// It warns by printing, and by nothing else, when it gives up.
static bool capped = false;
static void listen(const char* text) {
  if (std::strstr(text, "reaching max number of iterations") != nullptr) capped = true;
}

struct Data {
  std::vector<feature_node> nodes;
  std::vector<feature_node*> rows;
  std::vector<double> y;
  problem all{};

  // The bias is one more feature of value 1, as LIBLINEAR's -B 1 adds it; without, `bias` is 0.
  void load(const std::string& folder, int n, int d, bool bias) {
    Reader<std::int32_t> indptr(folder + "/indptr.i32"), indices(folder + "/indices.i32"), labels(folder + "/y.i32");
    Reader<double> values(folder + "/values.f64");
    std::vector<std::int32_t> ends(n + 1);
    for (auto& end : ends) end = indptr.next();
    nodes.resize(std::size_t(ends[n]) + std::size_t(n) * (bias ? 2 : 1));
    rows.resize(n);
    y.resize(n);
    std::size_t at = 0;
    for (int i = 0; i < n; i++) {
      rows[i] = &nodes[at];
      for (int k = ends[i]; k < ends[i + 1]; k++) nodes[at++] = {indices.next() + 1, values.next()};
      if (bias) nodes[at++] = {d + 1, 1.0};
      nodes[at++] = {-1, 0.0};
      y[i] = labels.next();
    }
    all.l = n;
    all.n = d + (bias ? 1 : 0);
    all.y = y.data();
    all.x = rows.data();
    all.bias = bias ? 1 : -1;
  }
};

static std::string fit(const Data& data, const Request& request) {
  parameter options{};
  options.solver_type = int(request.number("solver"));
  options.C = request.number("C");
  options.eps = request.number("e");
  options.p = 0.1;
  options.nu = 0.5;
  options.regularize_bias = 1;
  // As its command line sets it.
  options.w_recalc = false;
  if (const char* complaint = check_parameter(&data.all, &options)) throw std::runtime_error(complaint);
  capped = false;
  std::srand(1);
  const auto begin = std::chrono::steady_clock::now();
  model* trained = train(&data.all, &options);
  const double seconds = secondsSince(begin);
  const int perFeature = trained->nr_class == 2 && options.solver_type != MCSVM_CS ? 1 : trained->nr_class;
  writeNumbers(request.text("save"), trained->w, std::size_t(data.all.n) * perFeature);
  std::string labels;
  for (int k = 0; k < trained->nr_class; k++) labels += (k ? "," : "") + std::to_string(trained->label[k]);
  free_and_destroy_model(&trained);
  return "{\"seconds\":" + digits(seconds) + ",\"capped\":" + (capped ? "true" : "false") + ",\"labels\":[" + labels +
         "],\"peak\":" + std::to_string(peakMemory()) + "}";
}

int main() {
  set_print_string_function(listen);
  answer("{\"version\":\"" + std::to_string(liblinear_version / 100) + "." + std::to_string(liblinear_version % 100) +
         "\",\"peak\":" + std::to_string(peakMemory()) + "}");
  try {
    Data data;
    for (std::string line; std::getline(std::cin, line);) {
      const Request request(line);
      if (request.text("do") == "load") {
        data = Data();
        data.load(request.text("folder"), int(request.number("n")), int(request.number("d")), request.number("bias") != 0);
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
