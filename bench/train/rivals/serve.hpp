// What the rivals in C++ have in common: requests, one line of JSON each, and the numbers of a data set.
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

// Requests are flat objects of numbers and of strings without quotes, as the bench writes them.
class Request {
 public:
  explicit Request(std::string line) : line_(std::move(line)) {}

  std::string text(const char* key) const {
    const char* at = find(key);
    if (*at != '"') throw std::runtime_error(std::string(key) + " is no text");
    return std::string(at + 1, std::strchr(at + 1, '"'));
  }

  double number(const char* key) const { return std::strtod(find(key), nullptr); }

 private:
  const char* find(const char* key) const {
    const std::string mark = std::string("\"") + key + "\":";
    const std::size_t at = line_.find(mark);
    if (at == std::string::npos) throw std::runtime_error(std::string("there is no ") + key);
    return line_.c_str() + at + mark.size();
  }

  std::string line_;
};

inline void answer(const std::string& line) { std::cout << line << std::endl; }

inline double secondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

inline std::string digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

// The most memory that the process has held so far, in kB (Linux).
inline long peakMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::atol(line.c_str() + 6);
  }
  return -1;
}

// Reads a file of numbers a piece at a time, so that no second copy of the data lies in memory.
template <class T>
class Reader {
 public:
  explicit Reader(const std::string& path) : file_(std::fopen(path.c_str(), "rb")), piece_(1 << 14) {
    if (file_ == nullptr) throw std::runtime_error("cannot read " + path);
  }
  ~Reader() { std::fclose(file_); }
  Reader(const Reader&) = delete;

  T next() {
    if (at_ == held_) {
      held_ = std::fread(piece_.data(), sizeof(T), piece_.size(), file_);
      at_ = 0;
      if (held_ == 0) throw std::runtime_error("a file of numbers is too short");
    }
    return piece_[at_++];
  }

 private:
  std::FILE* file_;
  std::vector<T> piece_;
  std::size_t at_ = 0;
  std::size_t held_ = 0;
};

inline void writeNumbers(const std::string& path, const double* values, std::size_t count) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr || std::fwrite(values, sizeof(double), count, file) != count || std::fclose(file) != 0) {
    throw std::runtime_error("cannot write " + path);
  }
}
