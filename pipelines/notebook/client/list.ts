document.querySelector("#said")!.textContent = "";
