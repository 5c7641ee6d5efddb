#include "functions.h"
#include "test_support.h"

float strata_test_exp(float x) { return strata_exp(x); }
float strata_test_log(float x) { return strata_log(x); }
float strata_test_sigmoid(float x) { return strata_sigmoid(x); }
float strata_test_tanh(float x) { return strata_tanh(x); }
void strata_test_cos_sin_turn(float u, float *cosine, float *sine) {
  strata_cos_sin_turn(u, cosine, sine);
}
