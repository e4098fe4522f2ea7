#include "app/program.h"

int main(int argc, char** argv) {
  return entrepot::app::run_program(argc, argv);
}
