// Weights lie in the page, or are asked of the server that it came from.

async function weights() {
  const text = byId("weights").textContent.trim();
  if (text) return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  // As the server reads it: a plus sign is one, and no space.
  const token = decodeURIComponent(/[?&]token=([^&]*)/.exec(location.search)?.[1] ?? "");
  // A token in the address would be kept in the history of visits.
  if (token) history.replaceState(null, "", location.pathname);
  const response = await fetch("weights", token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  if (!response.ok) throw new Error(`the server says ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

weights()
  .then(bytes => (globalThis.strata = { page: new Page(fill(JSON.parse(byId("description").textContent), bytes)), pass, prepared, reconstructions }))
  .catch(error => (byId("answer").textContent = `The model could not be read: ${error.message}`));
