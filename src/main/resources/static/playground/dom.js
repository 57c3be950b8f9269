// The few ways in which this page touches its document.

export const byId = (id) => document.getElementById(id);

/** An element with properties and children; children may be texts. */
export function element(name, properties = {}, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(properties)) {
		if (key === 'class') {
			made.className = value;
		} else if (key.includes('-') || key === 'role' || key === 'for' || key === 'scope') {
			made.setAttribute(key, value);
		} else {
			made[key] = value;
		}
	}
	made.append(...children.filter((child) => child !== null && child !== undefined));
	return made;
}

/** An element of SVG with attributes. */
export function shape(name, attributes) {
	const made = document.createElementNS('http://www.w3.org/2000/svg', name);
	for (const [key, value] of Object.entries(attributes)) {
		made.setAttribute(key, value);
	}
	return made;
}

/** Whether what an element shows is yet to be replaced, for those who read the page by its attributes. */
export function busy(element, is) {
	element.setAttribute('aria-busy', String(is));
}

/** Tells those who listen to the page what happened. */
export function say(text) {
	byId('said').textContent = text;
}

/** The value of the chosen radio button of a fieldset. */
export const chosen = (fieldset) => fieldset.querySelector('input:checked').value;

/** Shows pixels, RGBA, in a canvas. */
export function paint(canvas, pixels, width, height) {
	canvas.width = width;
	canvas.height = height;
	canvas.getContext('2d').putImageData(new ImageData(pixels, width, height), 0, 0);
}
