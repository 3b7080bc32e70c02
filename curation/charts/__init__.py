"""Pictures: values in, an Altair chart out, in the palette of the page it stands on. One module per chart."""
