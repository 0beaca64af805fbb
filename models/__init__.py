"""What is: words, the law, forms, tables, the store. Nothing here knows Prefect or HTTP."""
