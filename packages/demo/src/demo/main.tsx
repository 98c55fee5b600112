document.getElementById('page')!.textContent = 'soon'
