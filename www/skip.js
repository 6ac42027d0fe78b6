// Past the bar and the answer, to what can be pasted over. What stands behind `#` in the address of this page is a
// case, so these links are not followed; and on a phone their pane may be behind another's tab.
document.querySelector(".skip").addEventListener("click", (event) => {
  const field = event.target.hash?.slice(1);
  if (!field) return;
  event.preventDefault();
  const [token, , policy] = document.querySelectorAll(".tab");
  (field === "token" ? token : policy)?.click();
  requestAnimationFrame(() => document.getElementById(field)?.focus({ preventScroll: true }));
});
