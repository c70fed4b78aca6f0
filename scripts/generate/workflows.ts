// second pass, written with the workflow builder
