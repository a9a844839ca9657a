"""A notebook in JupyterLab, as a student sees it."""

TIMEOUT = 60_000  # milliseconds for anything but a whole run
RUN = 150_000

# What JupyterLab's own program says of the notebook in front.
PANEL = "window.jupyterapp.shell.currentWidget"
READY = f"""() => window.jupyterapp && {PANEL}?.content?.model?.cells.length > 1
    && {PANEL}.sessionContext?.session?.kernel?.status === 'idle'"""
CELLS = f"""() => {PANEL}.content.widgets.filter(w => w.model.type === 'code').map(w => ({{
    id: w.model.id, source: w.model.sharedModel.getSource(), count: w.model.executionCount,
    tags: w.model.getMetadata('tags') ?? [], graded: !!w.model.getMetadata('nbgrader')?.grade,
    outputs: w.model.outputs.toJSON()}}))"""
SHOW = f"""async id => {{
    const notebook = {PANEL}.content;
    const place = notebook.widgets.findIndex(w => w.model.id === id);
    notebook.activeCellIndex = place;
    notebook.deselectAll();
    await notebook.scrollToItem(place, 'center');
    notebook.widgets[place].node.dataset.shown = id;
}}"""
CONTROLS = ".widget-slider, .widget-dropdown, .widget-toggle-buttons"
COMMAND = "name => window.jupyterapp.commands.execute(name)"
CLEAR = f"() => {PANEL}.content.activeCell.model.outputs.clear()"


class Lab:
    """A notebook that was opened and, after `run_all`, has run once."""

    def __init__(self, page, address):
        self.page = page
        page.set_default_timeout(TIMEOUT)
        page.goto(address)
        page.wait_for_function(READY)

    def run_all(self):
        self.page.set_default_timeout(RUN)
        self.page.evaluate(COMMAND, "notebook:run-all-cells")
        self.page.set_default_timeout(TIMEOUT)

    def reopen(self):
        """Saves the notebook, ends its kernel and opens it again."""
        self.page.evaluate(COMMAND, "docmanager:save")
        self.page.evaluate(f"() => {PANEL}.sessionContext.shutdown()")
        self.page.reload()
        self.page.wait_for_function(READY)

    def code_cells(self):
        """For every code cell: id, source, tags, graded or not, count of execution, outputs."""
        return self.page.evaluate(CELLS)

    def cell(self, id):
        """The cell of that id, scrolled into view."""
        self.page.evaluate(SHOW, id)
        return self.page.locator(f'.jp-Cell[data-shown="{id}"]')

    def write(self, id, source):
        """Pastes a new source into a cell."""
        self.cell(id).locator(".cm-content").click()
        self.page.evaluate("text => navigator.clipboard.writeText(text)", source)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("ControlOrMeta+v")

    def run(self, id):
        """Runs a cell, waits for its end  ->  the text that its output shows."""
        cell = self.cell(id)
        self.page.evaluate(CLEAR)
        self.page.evaluate(COMMAND, "notebook:run-cell")
        return cell.locator(".jp-OutputArea").inner_text()

    def picture(self, id):
        """src and alt of the picture that a cell shows."""
        image = self.cell(id).locator(".jp-OutputArea img[alt]:visible")
        return image.get_attribute("src"), image.get_attribute("alt")

    def picture_after(self, id, move):
        """The picture of a cell as soon as a move of one of its controls has changed it."""
        src, _ = self.picture(id)
        move()
        image = f'.jp-Cell[data-shown="{id}"] .jp-OutputArea img[alt]'
        self.page.wait_for_function(
            "([image, src]) => document.querySelector(image)?.src !== src"
            " && document.querySelector(image)?.naturalWidth",
            arg=[image, src],
        )
        return self.picture(id)

    def controls(self, id):
        """{label: a move of the control}, for every control of the widget in a cell."""
        output = self.cell(id).locator(".jp-OutputArea")
        moves = {}
        for box in output.locator(CONTROLS).all():
            label = box.locator(".widget-label").first.inner_text()
            moves[label] = lambda box=box: _move(box)
        return moves


def _move(box):
    handle, choice = box.get_by_role("slider"), box.locator("select")
    if handle.count():
        at_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        handle.press("ArrowLeft" if at_end else "ArrowRight")
    elif choice.count():
        choice.select_option(index=choice.evaluate("it => (it.selectedIndex + 1) % it.length"))
    else:
        box.locator("button:not(.mod-active)").first.click()
