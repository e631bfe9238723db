// Loads the parts of the page when the main module asks for them. What follows these lines is made
// when the page is built: for each part the files that it needs.
import { initSync } from "./main.js";

const files = {};

// Fetches and instantiates a file, once. One that failed is fetched anew when it is wanted again.
const load = (name) =>
  (files[name] ??= WebAssembly.instantiateStreaming(fetch(new URL(`./${name}.wasm`, import.meta.url)), {
    __wasm_split: initSync(),
  }).catch((error) => {
    delete files[name];
    throw error;
  }));

// The function by which the main module loads a part. It hears of the end by `done`, an index of its
// table. The order does not matter: a file writes data and entries of the table, and calls nothing.
const part = (...names) => async (done, data) => {
  let loaded = true;
  try {
    await Promise.all(names.map(load));
  } catch (error) {
    console.error(error);
    loaded = false;
  }
  initSync().__indirect_function_table.get(done)(data, loaded);
};

